import { expect, test } from "vitest"
import { typed } from "../fixtures/typed.ts"
import { neonFolder } from "../run/fixtures/neon.ts"
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

test("no example lacks an argument or an option: where its files are not there, that is what is told", async () => {
  const { path } = neonFolder()
  for (const [verb, lines] of Object.entries(examples)) {
    if (verb === "schema" || verb === "doctor") continue
    for (const line of lines) {
      const words = line.split(" ").slice(2)
      const elsewhere = words.map((word) => (/[/.]/.test(word) ? path(`none/${word}`) : word === "copper" ? path("socket") : word))
      const { status, stderr } = await typed(verb, ...elsewhere)
      expect({ line, status, stderr }).toEqual({
        line,
        status: 2,
        stderr: expect.stringMatching(/none\/\S+ {2}no such file|no folder of a run|no checkpoint/),
      })
    }
  }
})
