import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { createPotential, type DataStatistics, numberOf, parseSpec, resolveObjective, resolveSpec } from "@luthier/core"
import { describe, expect, test } from "vitest"
import { parseConfigDocument } from "../packages/cli/src/config/document.ts"
import { configSchema } from "../packages/cli/src/config/schema.ts"
import { compileFormula } from "../packages/core/src/formula/compile.ts"
import { labelNames } from "../packages/core/src/io/labels.ts"
import { generatedFiles, withGeneratedParts } from "../scripts/reference/sections.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const files = ["README.md", "CHANGELOG.md", ...globSync(["docs/**/*.md", "examples/*/README.md"], { cwd: root })].sort()
const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** Fenced blocks of one language in all documents, with the place where each begins. */
function blocks(language: string): { place: string; text: string }[] {
  return files.flatMap((file) => {
    const text = read(file)
    return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))].map((found) => ({
      place: `${file}:${text.slice(0, found.index).split("\n").length + 1}`,
      text: found[1],
    }))
  })
}

describe("generated parts are up to date", () => {
  test.each(generatedFiles)("%s (else: node --conditions=source scripts/write-reference.ts)", (file) => {
    expect(withGeneratedParts(read(file))).toBe(read(file))
  })
})

describe("configs shown", () => {
  const configs = blocks("yaml").filter(({ text }) => /^data:/m.test(text))

  test("there are some", () => expect(configs.length).toBeGreaterThan(5))

  test.each(configs)("$place", ({ place, text }) => {
    const config = parseSpec(configSchema, parseConfigDocument(text, place).value)
    const { elements } = config.potential
    const numbers = (Array.isArray(elements) ? elements.map(String) : ["Cu"]).map((symbol) => numberOf(symbol) ?? 29)
    const statistics: DataStatistics = { elements: numbers, minimumDistance: {}, nearestNeighbour: {}, volumePerAtom: 12 }
    const potential = createPotential(resolveSpec(config.potential, statistics))
    expect(potential.cutoff).toBeGreaterThan(0)
    resolveObjective(config.objective)
  })
})

describe("formulas shown", () => {
  const formulas = blocks("formula")

  test("there are some", () => expect(formulas.length).toBeGreaterThan(3))

  test.each(formulas)("$place", ({ text }) => {
    const variable = /\brho\b/.test(text) ? "rho" : "r"
    const formula = compileFormula(text, { variable })
    expect(
      formula.value(
        0.9,
        Array.from(formula.parameters, (_, k) => 1.1 + 0.3 * k),
      ),
    ).toSatisfy(Number.isFinite)
  })
})

test.each(Object.entries(labelNames))("the names under which %s is found are told in their order", (_, names) => {
  const rows = [...read("docs/data.md").matchAll(/^\|.*\|$/gm)].map(([row]) =>
    [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name.toLowerCase()),
  )
  expect(rows).toContainEqual(names)
})

describe("links", () => {
  test.each(files)("of %s lead somewhere", (file) => {
    const targets = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1]).filter((target) => !/^https?:/.test(target))
    for (const target of targets) {
      const [path, anchor] = target.split("#")
      const there = path === "" ? file : join(dirname(file), path)
      expect(existsSync(join(root, there)), `${file}: ${target}`).toBe(true)
      if (anchor !== undefined) expect(anchors(there), `${file}: ${target}`).toContain(anchor)
    }
  })
})

/** Anchors of the headings of a Markdown file, as web hosts make them. */
function anchors(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  )
}
