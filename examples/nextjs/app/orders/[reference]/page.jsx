import { renderSkeleton } from '@paykka-checkout/element'
import { notFound } from 'next/navigation'
import { bffUrl, readOrder } from '../../../lib/shop.js'
import { Refresh } from './refresh.jsx'

export const dynamic = 'force-dynamic'

/** The server writes the element ahead, its place kept by a declarative shadow root; the script takes it over. */
export default async function Order({ params }) {
  const { reference } = await params
  const order = await readOrder(reference)
  if (!order) notFound()
  if (order.status === 'succeeded')
    return <h1 data-order-state={order.status}>Thank you, your order is paid.</h1>
  const html = renderSkeleton({ bffUrl: bffUrl(), clientSecret: order.clientSecret })
  return (
    <>
      <h1 data-order-state={order.status}>Stoneware mug, €18.90</h1>
      <script type="module" async src={`${bffUrl()}/element/v1/define.js`} />
      <Refresh>
        {/* renderSkeleton escapes what it is given. React does not look into it again: the element is the browser’s from here on. */}
        <div suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />
      </Refresh>
    </>
  )
}
