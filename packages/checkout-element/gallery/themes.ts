/** The page with every ready theme, in light and dark. */
import { LOOKS, showPictures } from './shelf.ts'

showPictures(
  LOOKS.flatMap((look) =>
    (['light', 'dark'] as const).flatMap((theme) =>
      ['filled', 'succeeded'].map((state) => ({
        caption: `${look}, ${theme}`,
        query: { look, theme, state },
        width: 480,
      })),
    ),
  ),
)
