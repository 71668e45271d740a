import { globSync, readFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as core from "@luthier/core"
import { describe, expect, test } from "vitest"
import { lennardJonesCases } from "../scripts/theory/lennard-jones.ts"
import { siliconCases } from "../scripts/theory/silicon.ts"
import { theoryFiles, withComputedTables } from "../scripts/theory/write-theory.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** Snippets, each with what it prints in the block that follows. */
const snippets = globSync("docs/theory/*.md", { cwd: root })
  .sort()
  .flatMap((file) => {
    const text = read(file)
    return [...text.matchAll(/^```ts\n([^]*?)^```\n(?:\n```text\n([^]*?)^```$)?/gm)].map(([, code, printed], k) => ({
      ...{ place: `${file} (${k + 1})`, code, printed },
    }))
  })

describe("snippets", () => {
  test("there are some", () => expect(snippets.length).toBeGreaterThanOrEqual(3))

  test.each(snippets)("$place prints what it says", async ({ code, printed }) => {
    expect(await run(code)).toBe(printed)
  })
})

/** What a snippet prints; it imports the core of this process, which is there. */
async function run(code: string): Promise<string> {
  let printed = ""
  const log = (...values: readonly unknown[]): void => {
    printed += `${values.join(" ")}\n`
  }
  const body = code.replaceAll(/^import \{([^}]*)\} from "@luthier\/core"$/gm, "const {$1} = core")
  expect(body, "snippets import from @luthier/core alone").not.toMatch(/^import /m)
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(run).constructor
  await AsyncFunction("core", "console", stripTypeScriptTypes(body))(core, { log })
  return printed
}

test.each(theoryFiles)("tables of %s are those computed (else: node --conditions=source scripts/theory/write-theory.ts)", async (file) => {
  expect(await withComputedTables(read(file))).toBe(read(file))
})

test("Lennard-Jones argon: energies at one distance are singular, along the null vector of the formula; one force makes them regular", async () => {
  const [one, withForce, ...ranges] = await lennardJonesCases()
  expect(one.alone.covariance.rank).toBe(1)
  expect(one.alone.identifiability.open).toMatchObject([{ gauge: null }])
  // E ∝ ε (s² − s) with s = (σ/r)⁶: dE = 0 along d ln ε = −(12 s − 6)/(s − 1) d ln σ.
  const s = (3.4 / 4.2) ** 6
  const [epsilon, sigma] = one.relative.fisher.spectrum[1].vector
  expect(epsilon / sigma).toBeCloseTo(-(12 * s - 6) / (s - 1), 8)
  expect(withForce.alone.covariance.rank).toBe(2)
  const conditions = ranges.map(({ alone: { together } }) => together.eigenvalues[0] / together.eigenvalues[1])
  for (let k = 1; k < conditions.length; k++) expect(conditions[k]).toBeGreaterThan(conditions[k - 1])
  // From 0.05 to 0.02 Å: as 1/width².
  expect(conditions.at(-1)! / conditions.at(-2)! / (0.05 / 0.02) ** 2).toBeCloseTo(1, 1)
})

test("Stillinger–Weber silicon is sloppy, and less so with forces", async () => {
  const [energies, forces, both] = (await siliconCases()).map(({ analysis }) => analysis)
  for (const { covariance } of [energies, forces, both]) expect(covariance.rank).toBe(6)
  expect(energies.together.decades).toBeGreaterThan(6)
  expect(forces.together.decades).toBeLessThan(energies.together.decades - 2)
  expect(both.together.decades).toBeGreaterThan(forces.together.decades)
  const [first, second] = both.parts
  expect(first.bits + second.bits).toBeGreaterThan(0)
  expect(first.decides + second.decides).toBeCloseTo(6, 8)
})
