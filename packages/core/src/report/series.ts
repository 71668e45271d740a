import * as Plot from "@observablehq/plot"
import { typeset } from "./text.ts"

/** How one of several curves or groups is drawn: told apart by colour, by dashes and by the shape of its points, so that grey print will do. */
export interface Series {
  readonly colour: string
  /** `stroke-dasharray`; empty of a full line. */
  readonly dash: string
  readonly symbol: "circle" | "square" | "triangle" | "diamond" | "cross" | "star" | "wye" | "plus"
}

/** Distinguishable with colour-blind eyes (after Okabe and Ito, https://jfly.uni-koeln.de/color/), and dark enough for thin lines on paper. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#b0508b", "#b57900", "#3a9ad9", "#7a5525", "#444"]
const DASHES = ["", "7 3", "2 2.5", "9 3 2 3", "4 2", "12 3", "7 2 2 2 2 2", "1 3"]
const SYMBOLS: readonly Series["symbol"][] = ["circle", "square", "triangle", "diamond", "cross", "star", "wye", "plus"]

/** The looks of the k-th of several; beyond eight, colours meet other dashes and shapes than before. */
export function seriesAt(k: number): Series {
  const at = k % COLOURS.length
  const other = (at + Math.floor(k / COLOURS.length)) % COLOURS.length
  return { colour: `var(--c${at}, ${COLOURS[at]})`, dash: DASHES[other], symbol: SYMBOLS[other] }
}

/** What of a curve is drawn. */
export type CurveMark = "line" | "dots" | "both"

/** A curve of a figure. */
export interface DrawnCurve<Point> {
  readonly points: readonly Point[]
  readonly mark?: CurveMark
  /** Its place among the looks; that in the list unless given. */
  readonly at?: number
}

/** Marks of curves over one abscissa, points hollow so that what lies below them is seen. */
export function curveMarks<Point>(
  curves: readonly DrawnCurve<Point>[],
  x: keyof Point & string,
  y: keyof Point & string,
  {
    mark: usual = "both",
    radius = 2.8,
    width = 1.6,
  }: { readonly mark?: CurveMark; readonly radius?: number; readonly width?: number } = {},
): Plot.Markish[] {
  const drawn = curves.map(({ points, mark = usual, at }, k) => ({ points, mark, look: seriesAt(at ?? k) }))
  const known = (point: Point): boolean => Number.isFinite(point[y])
  return [
    ...drawn.flatMap(({ points, mark, look: { colour, dash } }) =>
      mark === "dots" ? [] : [Plot.line(points, { x, y, stroke: colour, strokeWidth: width, strokeDasharray: dash || "none", clip: true })],
    ),
    ...drawn.flatMap(({ points, mark, look: { colour, symbol } }) =>
      mark === "line"
        ? []
        : [Plot.dot(points.filter(known), { x, y, stroke: colour, fill: "var(--paper, #fff)", strokeWidth: 1.3, symbol, r: radius })],
    ),
  ]
}

/** Shapes about the middle of a field of 10 by 10. */
const SHAPES: Readonly<Record<Series["symbol"], string>> = {
  circle: "M5 1.8a3.2 3.2 0 1 0 .01 0z",
  square: "M2.2 2.2h5.6v5.6h-5.6z",
  triangle: "M5 1.2l3.6 6.4h-7.2z",
  diamond: "M5 .9l2.6 4.1-2.6 4.1-2.6-4.1z",
  cross: "M3.9 1.6h2.2v2.3h2.3v2.2h-2.3v2.3h-2.2v-2.3h-2.3v-2.2h2.3z",
  star: "M5 .8l1.1 2.9 3.1.1-2.4 1.9.8 3-2.6-1.7-2.6 1.7.8-3-2.4-1.9 3.1-.1z",
  wye: "M4 9v-3.1l-2.7-1.6 1-1.7 2.7 1.5 2.7-1.5 1 1.7-2.7 1.6v3.1z",
  plus: "M5 1v8M1 5h8",
}

/** The looks of several, in their order, with what they are of; names are text of others. */
export function legend(names: readonly string[], mark: CurveMark | readonly CurveMark[] = "both"): string {
  const entries = names.map((name, k) => `<span>${key(seriesAt(k), typeof mark === "string" ? mark : mark[k])}${typeset(name)}</span>`)
  return `<div class="legend">${entries.join("")}</div>`
}

function key({ colour, dash, symbol }: Series, mark: CurveMark): string {
  const line = `<path d="M0 5h30" stroke="${colour}" stroke-width="1.8"${dash && ` stroke-dasharray="${dash}"`}/>`
  const shape = `<path d="${SHAPES[symbol]}"${mark === "both" ? ' transform="translate(10 0)"' : ""} fill="var(--paper, #fff)" stroke="${colour}" stroke-width="1.3"/>`
  const width = mark === "dots" ? 10 : 30
  return `<svg width="${width}" height="10" viewBox="0 0 ${width} 10" aria-hidden="true">${mark === "dots" ? "" : line}${mark === "line" ? "" : shape}</svg>`
}
