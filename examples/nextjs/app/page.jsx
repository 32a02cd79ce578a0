export default function Shop() {
  return (
    <form method="post" action="/orders">
      <h1>Stoneware mug, €18.90</h1>
      <button type="submit">Buy</button>
    </form>
  )
}
