import * as Plot from "@observablehq/plot"
import { draw, groupColours } from "../drawing.ts"

/** Eigenvalues of the Fisher information on a logarithmic scale: stiff directions right, sloppy ones left. */
export function spectrumFigure(spectrum: readonly { readonly value: number }[]): string {
  const positive = spectrum.filter((entry) => entry.value > 0)
  return draw(
    {
      width: 720,
      height: 110,
      marginBottom: 40,
      marginLeft: 24,
      marginRight: 24,
      x: { type: "log", label: "eigenvalue of the Fisher information →", grid: true },
      marks: [Plot.tickX(positive, { x: "value", stroke: groupColours[0], strokeWidth: 1.5 })],
    },
    "eigenvalues of the Fisher information",
  )
}
