import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"

/** Colours of text and grounds, which follow the page into dark and on to paper; the second ones are for a figure that is taken out of it. */
export const inks = {
  strong: "var(--ink, #1d1f21)",
  soft: "var(--soft, #5d6166)",
  rule: "var(--rule, #8d9196)",
  faint: "var(--line, #dfe1e4)",
  shade: "var(--shade, #ececec)",
  paper: "var(--paper, #fff)",
  unstable: "var(--unstable, #f6e3da)",
} as const

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
