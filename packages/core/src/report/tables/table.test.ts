import { parseHTML } from "linkedom"
import { expect, it } from "vitest"
import { table } from "./table.ts"

it("headings over several columns span them, and numbers are told from text", () => {
  const over = [
    ["", 1],
    ["energy [meV/atom]", 2],
    ["force [meV/Å]", 1],
  ] as const
  const { document } = parseHTML(table(["group", "RMSE", "MAE", "RMSE"], [["all", "1", "2", "3"]], { over, caption: "Errors." }))
  const [above, head] = [...document.querySelectorAll("thead tr")]
  expect([...above.querySelectorAll("th")].map((cell) => Number(cell.getAttribute("colspan")))).toEqual([1, 2, 1])
  expect(head.querySelectorAll("th.number")).toHaveLength(3)
  // A gap before each group of columns but the first.
  expect([...document.querySelectorAll("td.first")].map((cell) => cell.textContent)).toEqual(["1", "3"])
  expect(document.querySelector("caption")?.textContent).toBe("Errors.")
})

it("without them there is one line of headings, and no caption", () => {
  const { document } = parseHTML(table(["a", "b"], []))
  expect(document.querySelectorAll("thead tr")).toHaveLength(1)
  expect(document.querySelector("caption")).toBeNull()
})
