import { describe, expect, it } from "vitest"
import { SpecFailure } from "../../failure/failure.ts"
import { compileFormula } from "../compile.ts"
import { parseFormula } from "./parse.ts"
import { printFormula } from "./print.ts"
import { limits } from "./syntax.ts"

function value(text: string, r = 3): number {
  return compileFormula(text, { variable: "r" }).value(r, [])
}

function failureOf(text: string, parameters?: readonly string[]): SpecFailure {
  try {
    compileFormula(text, { variable: "r", ...(parameters && { parameters }) })
  } catch (error) {
    if (error instanceof SpecFailure) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}

describe("precedence", () => {
  const table: [string, number][] = [
    ["-r^2", -9],
    ["(-r)^2", 9],
    ["2^3^2", 512],
    ["2**3**2", 512],
    ["2^-r", 0.125],
    ["2^-r^2", 2 ** -9],
    ["-2^-2", -0.25],
    ["12/2/r", 2],
    ["12/2*r", 18],
    ["7 - 2 - r", 2],
    ["7 - (2 - r)", 8],
    ["-r*2 + 1", -5],
    ["r*-2", -6],
    ["--r", 3],
    ["1 + 2*r^2/3 - 4", 3],
    [".5e1 + 1.E-1 + 2.", 7.1],
    ["if(r > 2, if(r >= 3, 10, 20), 30)", 10],
    ["if(r <= 2, 1, 0) + if(r < 3, 2, 0)", 0],
    ["min(r, 5, 2) + max(1, r)", 5],
    ["step(r - 3) + 10*step(2.9 - r)", 1],
  ]
  for (const [text, wanted] of table) it(text, () => expect(value(text)).toBeCloseTo(wanted, 14))
})

describe("lines", () => {
  it("end definitions, go on in brackets and around operators, and may hold comments", () => {
    const text = `# a Gaussian
      let z = (r
        - 1)   # inside brackets a line goes on
      let w = 2 *
        z; let v = w
        + 1
      -v*z
        - 1`
    expect(value(text)).toBe(-11)
    expect(parseFormula(text).definitions.map(({ name }) => name)).toEqual(["z", "w", "v"])
  })

  it("accept names in any alphabet", () => {
    expect(compileFormula("ε*exp(-α_2*r)", { variable: "r" }).parameters).toEqual(["ε", "α_2"])
  })
})

describe("printing", () => {
  it("gives one text for every way to write the same operations", () => {
    const canonical = "let z = r/r0 - 1;\n-D*(exp(-2*a*z) - 2*exp(-(a*z)))^2"
    for (const text of [canonical, "let z=((r/r0)-1)\n-(D)*((exp((-2)*a*z)-(2*exp(-(a*z)))))**2  # comment"]) {
      expect(printFormula(parseFormula(text))).toBe(canonical)
    }
  })

  it("keeps the brackets that matter", () => {
    for (const text of ["a - (b - c)", "a/(b*c)", "(a^b)^c", "a^b^c", "(-a)^2", "a^(b + 1)", "if(a < b + 1, c, -d)", "-(a + b)", "a^-b"]) {
      expect(printFormula(parseFormula(text))).toBe(text)
    }
  })
})

describe("mistakes are shown where they are", () => {
  // The mark ^ in the second line stands under the character that the failure must name.
  const table: [text: string, mark: string, message: RegExp, parameters?: string[]][] = [
    ["D*epx(-r)", "  ^", /unknown function `epx`/],
    ["sqr(r)", "^", /unknown function/],
    ["a*(r - r0", "  ^", /never closed/],
    ["a*r)", "   ^", /end here; found `\)`/],
    ["a b", "  ^", /end here; found `b`/],
    ["2r", " ^", /end here; found `r`/],
    ["2(r)", " ^", /end here/],
    ["r(r - 1)", "^", /unknown function `r`/],
    ["", "^", /there is none/],
    ["let a = 1;", "          ^", /there is none/],
    ["a +", "   ^", /expected a number, a name or `\(`; found the end/],
    ["a + * r", "    ^", /found `\*`/],
    ["+r", "^", /plus sign|found `\+`/],
    ["1.2.3*r", "   ^", /one decimal point/],
    ["1e999*r", "^", /too large/],
    ["a $ r", "  ^", /`\$` means nothing/],
    ["[r]", "^", /`\[` means nothing/],
    ["|r|", "^", /means nothing/],
    ["exp", "^", /`exp` is a function/],
    ["exp()", "^", /takes 1 argument; here are 0/],
    ["exp(r, 2)", "^", /takes 1 argument; here are 2/],
    ["pow(r)", "^", /takes 2 arguments/],
    ["1 + bspline(r, 1, 2, a, b, c)", "    ^", /at least 7/],
    ["if(r, 1, 2)", "   ^", /first argument of if compares/],
    ["if(r < 1, 2)", "^", /takes 3 arguments/],
    ["exp(r < 1)", "      ^", /only in the first argument of if/],
    ["r < 1", "  ^", /end here/],
    ["if(r = 1, 2, 3)", "     ^", /`=` does not compare/],
    ["a = 2", "  ^", /end here; found `=`/],
    ["let 2 = a; r", "    ^", /expected a name/],
    ["let a r", "      ^", /expected `=`/],
    ["let exp = 2; r", "    ^", /cannot be defined/],
    ["let r = 2; r", "    ^", /already has a meaning/],
    ["let a = 1; let a = 2; r", "               ^", /already has a meaning/],
    ["1 + let a = 2", "    ^", /starts a definition/],
    ["r/0", " ^", /division by zero/],
    ["2*log(0)", "  ^", /is infinite/],
    ["r + 10^400", "      ^", /is infinite/],
    ["r*(-8)^(1/3)", "      ^", /has no value/],
    ["exp(r,)", "      ^", /expected a number/],
    ["eps*r", "^", /unknown name `eps`/, ["epsilon"]],
    ["sin(r)\nqq", "       ^", /end here/],
  ]
  for (const [text, mark, message, parameters] of table) {
    it(JSON.stringify(text), () => {
      const failure = failureOf(text, parameters)
      expect(failure.offset).toBe(mark.length - 1)
      expect(failure.message).toMatch(message)
      const [, line, caret] = failure.message.split("\n")
      const start = text.lastIndexOf("\n", mark.length - 2) + 1
      expect(line.slice(4)).toBe(text.slice(start).split("\n")[0])
      expect(caret.indexOf("^") - 4).toBe(mark.length - 1 - start)
    })
  }

  it("suggests the nearest name", () => {
    expect(failureOf("D*epx(-r)").advice).toBe("did you mean `exp`?")
    expect(failureOf("polycutt(r, 1, 2)").advice).toBe("did you mean `polycut`?")
    expect(failureOf("eps*r", ["epsilon", "sigma"]).advice).toMatch(/`epsilon`|known are/)
    expect(failureOf("sigm*r", ["epsilon", "sigma"]).advice).toBe("did you mean `sigma`?")
    expect(failureOf("r(r - 1)").advice).toMatch(/multiplication/)
  })

  it("shows the part of a long line around the mistake", () => {
    const text = `${"r + ".repeat(200)}§${" + r".repeat(200)}`
    const [, line, caret] = failureOf(text).message.split("\n")
    expect(line.length).toBeLessThan(120)
    expect(line[caret.indexOf("^")]).toBe("§")
  })

  it("refuses names that could not be used", () => {
    for (const options of [
      { variable: "exp" },
      { variable: "1r" },
      { variable: "r", parameters: ["a", "a"] },
      { variable: "r", parameters: ["a b"] },
      { variable: "r", parameters: ["if"] },
      { variable: "r", constants: { r: 2 } },
    ]) {
      expect(() => compileFormula("1", options), JSON.stringify(options)).toThrow(SpecFailure)
    }
  })
})

describe("size is bounded", () => {
  const chain = (count: number, step: (previous: string, i: number) => string): string =>
    `let v0 = r;${Array.from({ length: count }, (_, i) => `let v${i + 1} = ${step(`v${i}`, i)};`).join("")}v${count}`
  const table: [what: string, text: string][] = [
    ["characters", "r+".repeat(limits.characters / 2) + "r"],
    ["nodes", "1+".repeat(limits.nodes) + "r"],
    ["brackets", "(".repeat(5000) + "r" + ")".repeat(5000)],
    ["minus signs", "-".repeat(5000) + "r"],
    ["powers", "r^".repeat(3000) + "r"],
    ["additions in a row", "r+".repeat(limits.depth + 1) + "r"],
    ["definitions", chain(limits.definitions + 1, (v) => `${v} + 1`)],
    ["an exponent that doubles with each definition", chain(60, (v) => `${v}*${v}`)],
    ["derivatives of nested functions", chain(99, (v, i) => `sin(${v}*${v} + p${i})*exp(${v} + tanh(${v}*q${i}))`)],
  ]
  for (const [what, text] of table) {
    it(what, () => expect(() => compileFormula(text, { variable: "r" })).toThrow(SpecFailure))
  }
})
