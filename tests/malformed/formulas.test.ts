import { expect, test } from "vitest"
import { luthier } from "../command-line.ts"
import { folderWith } from "../folder.ts"
import { config, embedded, train } from "./good.ts"
import { changed, refuses } from "./refusal.ts"

const good = "A * exp(-b * r) - c / r^6"

// What is wrong; the formula as YAML, § where the error must point; what it must say.
const cases: readonly [string, string, RegExp][] = [
  ["a bracket that is never closed", "A * exp§(-b * r - c / r^6", /bracket is never closed/],
  ["a bracket too many", "A * exp(-b * r)§) - c / r^6", /\)/],
  ["a function that is not there", "A * §expp(-b * r) - c / r^6", /expp.*did you mean `exp`/],
  ["a function without its argument", "A * §exp() - b * c / r^6", /exp takes 1 argument.*here are 0/],
  ["a function of too many", "A * §exp(-b * r, c)", /exp.*1|one/],
  ["an operator at the end", "A * exp(-b * r) - c *§", /value|end/],
  ["two values side by side", "A exp(-b * r) - c".replace("A e", "A §e"), /operator|exp/],
  ["a sign that is no operator", '"A * exp(-b * r) §% c"', /%/],
  ["an operator twice", "A * exp(-b * r) - c / r */ 6".replace("*/", "*§/"), /expected a number.*found `\/`/],
  ["a decimal comma", '"A * exp(-b * r) - c / r^6§,5"', /,/],
  ["an infinite constant", "A * exp(-b * r) - c / r^6 + §1e999", /1e999/],
  ["a division by nothing", "A * exp(-b * r) - c / r^6 + 1 §/ 0", /division by zero/],
  ["the logarithm of a negative number", "A * exp(-b * r) - c / r^6 + §log(-1)", /no value/],
  ["a definition that is never used to its end", '"let x = §; A * exp(-b * r) - c"', /value|;/],
  ["a definition twice", '"let x = r; let §x = 2 * r; A * exp(-b * x) - c"', /x.*(twice|already|defined)/],
  ["a name that JavaScript knows", '"A * exp(-b * r) - c * §constructor(r)"', /constructor/],
  ["code", '"A * exp(-b * r) - c * globalThis§[0]"', /\[/],
  ["a text in quotes", "A * exp(-b * r) - c + §'r'", /'/],
  ["a comparison as value", "A * exp(-b * r) - c * (r §= 2)", /found `=`/],
  ["no formula", '"§"', /empty|value|formula/],
  ["a number for a formula", "§5", /text.*5/],
  ["two thousand brackets", `"${"(".repeat(401)}§${"(".repeat(2000)}r${")".repeat(2401)}"`, /nests at most/],
]

const block = "|\n        let s = b * r;\n        let w = c / r^6;\n        A * exp(-s) - w *§/ 2"
const inEmbedding = "formula: -xi * sqrt(rho) + §sqr(rho), parameters: { xi: 1 }"

refuses([
  ...cases.map(([name, formula, said]) => ({ name, files: { "train.xyz": train, "fit.yaml": changed(config, good, formula) }, said })),
  {
    name: "an operator twice on the third line of a block",
    files: { "train.xyz": train, "fit.yaml": changed(config, good, block) },
    said: /found `\/`/,
  },
  {
    name: "a function that is not there in an embedding",
    files: { "train.xyz": train, "fit.yaml": changed(embedded, "form: finnis-sinclair", inEmbedding) },
    said: /sqr.*did you mean `sqrt`/,
  },
])

refuses([
  {
    name: "no value at the distances of the data",
    files: { "train.xyz": train, "fit.yaml": changed(config, good, "A * sqrt(r - 20) - b * c") },
    said: /cost at the starting values is Infinity  start elsewhere/,
  },
])

test("the caret stands under the mistake", async () => {
  using folder = folderWith({ "train.xyz": train, "fit.yaml": changed(config, good, "A * exp(-b * r) - c / r^6 + foo(r)") })
  const { stderr } = await luthier(folder.path("."), "fit", "fit.yaml", "--out", "out")
  const [, line, caret] = stderr.split("\n")
  expect(line).toContain("foo(r)")
  expect(caret).toBe(`${" ".repeat(line.indexOf("foo"))}^`)
})
