// biome-ignore lint/style/noDefaultExport: Next.js wants it.
export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
