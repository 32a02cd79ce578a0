'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'

/** Asks the server for the page again when the element inside says that it was paid: the server asks the BFF. */
export function Refresh({ children }) {
  const place = useRef(null)
  const router = useRouter()
  useEffect(() => {
    const { current } = place
    const refresh = () => router.refresh()
    current.addEventListener('paykka-success', refresh)
    return () => current.removeEventListener('paykka-success', refresh)
  }, [router])
  return <div ref={place}>{children}</div>
}
