import { expect, test } from "vitest"
import { typed } from "../fixtures/typed.ts"
import { examples } from "./examples.ts"

test("every verb shows examples, of options that it has", async () => {
  const { stdout: overview } = await typed("--help")
  const verbs = [...overview.slice(overview.indexOf("Commands:")).matchAll(/^ {2}(\w+) /gmu)].map(([, verb]) => verb)
  expect(Object.keys(examples).toSorted()).toEqual(verbs.filter((verb) => verb !== "help").toSorted())
  for (const [verb, lines] of Object.entries(examples)) {
    const { stdout } = await typed(verb, "--help")
    expect(stdout.slice(stdout.indexOf("Examples:"))).toBe(`Examples:\n${lines.map((line) => `  ${line}\n`).join("")}`)
    const options = stdout.slice(0, stdout.indexOf("Examples:"))
    for (const line of lines) {
      expect(line).toMatch(new RegExp(`^luthier ${verb}\\b`, "u"))
      for (const [option] of line.matchAll(/--[\w-]+/gu)) expect(options).toMatch(new RegExp(`${option}\\b`, "u"))
    }
  }
})
