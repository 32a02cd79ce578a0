/** The page with every place where a shop may put the element. */
import { FILLED, FITTED } from '../test/support/places.ts'
import { showPictures } from './shelf.ts'

const width = Number(new URLSearchParams(location.search).get('width') ?? 560)
const names = [...Object.keys(FITTED), ...Object.keys(FILLED)]
showPictures(
  names.map((place) => ({ caption: place, query: { state: 'empty', place }, width })),
  'eager',
)
