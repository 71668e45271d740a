import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"

/** Group colours: distinguishable with colour-blind eyes and in print (Okabe–Ito, https://jfly.uni-koeln.de/color/). */
export const groupColours: readonly string[] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#444444"]

const { document } = parseHTML("<!doctype html><html><body></body></html>")

/** Draws a plot to an SVG string; the same in a browser, a worker and Node. */
export function draw(options: Plot.PlotOptions, label: string): string {
  const figure = Plot.plot({
    ...options,
    document: document as unknown as Document,
    style: { fontSize: "12px", background: "transparent" },
  })
  figure.setAttribute("role", "img")
  figure.setAttribute("aria-label", label)
  return String(figure.outerHTML)
}
