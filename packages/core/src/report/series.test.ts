import { parseHTML } from "linkedom"
import { expect, it } from "vitest"
import { draw } from "./drawing.ts"
import { curveMarks, legend, seriesAt } from "./series.ts"

it("eight curves are told apart by their dashes alone, and by their points alone", () => {
  const looks = Array.from({ length: 8 }, (_, k) => seriesAt(k))
  for (const kind of [looks.map(({ colour }) => colour), looks.map(({ dash }) => dash), looks.map(({ symbol }) => symbol)])
    expect(new Set(kind).size).toBe(8)
  const many = Array.from({ length: 64 }, (_, k) => JSON.stringify(seriesAt(k)))
  expect(new Set(many).size).toBe(64)
})

it("curves look like their keys: a line, points, or both; what is no number is left out", () => {
  const points = [1, 2, 3].map((x) => ({ x, y: x === 2 ? null : x }))
  const marks = (["line", "dots", "both"] as const).map((mark) => ({ points, mark }))
  const { document } = parseHTML(draw({ marks: curveMarks(marks, "x", "y") }, "three"))
  const dashes = [...document.querySelectorAll("g[aria-label=line] > g")].map((line) => line.getAttribute("stroke-dasharray"))
  expect(dashes).toEqual([null, seriesAt(2).dash])
  expect(document.querySelectorAll("g[aria-label=dot] > *")).toHaveLength(4)
  expect(document.toString()).not.toContain("NaN")
  const keys = parseHTML(
    legend(
      ["C_p", "<b>", "c"],
      marks.map(({ mark }) => mark),
    ),
  ).document
  expect([...keys.querySelectorAll("svg")].map((key) => key.querySelectorAll("path").length)).toEqual([1, 1, 2])
  expect(keys.querySelector("sub")?.textContent).toBe("p")
  expect(keys.querySelector("b")).toBeNull()
})
