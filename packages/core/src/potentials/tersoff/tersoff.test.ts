import { describe, expect, it } from "vitest"
import { diamond } from "../../atoms/prototypes.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"

const silicon = { A: 1830.8, B: 471.18, lambda1: 2.4799, lambda2: 1.7322, R: 2.85, D: 0.15 }
const carbon = { A: 1393.6, B: 346.74, lambda1: 3.4879, lambda2: 2.2119, R: 2.25, D: 0.21 }
const mixed = { A: 1597.3, B: 395.1, lambda1: 2.9839, lambda2: 1.97205, R: 2.36, D: 0.15 }
// Differences in β need it to be of the size of their steps: with c as much smaller, ζ is as published.
const angle = { gamma: 1.1, c: 1.31, d: 0.83, cosine: -0.43, lambda3: 0.71 }
const bond = { beta: 0.61, n: 0.787 }
const standard = { kind: "tersoff", elements: ["Si", "C"], m: 3 }
const entries = {
  pairs: { "Si-Si": silicon, "C-C": carbon, "Si-C": mixed },
  bonds: { "Si-*": bond, "C-Si": { beta: 0.43, n: 1.31 }, "*-*": { beta: 0.37, n: 0.91 } },
  angles: { "Si-*-*": angle, "C-*-Si": { ...angle, c: 1.7 }, "*-*-*": { ...angle, lambda3: 1.13, cosine: -0.2 } },
}
const modifiedAngle = { c1: 0.2, c2: 31.7, c3: 2.9, c4: 1.3, c5: 7.1, cosine: -0.365, lambda3: 1.7 }
const screened = Object.fromEntries(
  Object.entries(entries.pairs).map(([key, pair]) => [key, { ...pair, fermiCentre: 1.6, fermiDecay: 6.3 }]),
)
const modified = {
  kind: "tersoff",
  form: "tersoff/mod",
  elements: ["Si"],
  bonds: { "*-*": { eta: 1.1, n: 0.94 } },
  angles: { "*-*-*": modifiedAngle },
}

const specs: Readonly<Record<string, object>> = {
  "one element": { ...standard, elements: ["Si"], pairs: { "Si-Si": silicon }, bonds: { "Si-*": bond }, angles: { "Si-*-*": angle } },
  "two elements": { ...standard, ...entries },
  "m = 1, orders of a pair and ends of their own": {
    ...standard,
    ...entries,
    m: 1,
    pairs: { ...entries.pairs, "C-Si": { ...mixed, A: 1583, R: 2.41 } },
    angleCutoffs: { "C-Si-C": { R: 2.52, D: 0.1 } },
  },
  "tersoff/mod": { ...modified, pairs: { "*-*": silicon } },
  "tersoff/mod/c": { ...modified, form: "tersoff/mod/c", m: 3, pairs: { "*-*": { ...silicon, c0: -0.13 } } },
  "tersoff/zbl": { ...standard, ...entries, form: "tersoff/zbl", pairs: screened },
}

describe("a Tersoff potential", () => {
  it.for(Object.entries(specs))("obeys the laws of potentials: %s", ([, spec]) => {
    const potential = createPotential(spec)
    const { parameters } = potential
    const ends = parameters.flatMap(({ key, value }, k) =>
      key.endsWith(".R") ? [value - parameters[k + 1].value, value + parameters[k + 1].value] : [],
    )
    // Cutoffs stay where the ends are.
    const theta = parameters.map(({ key, value }, k) => (/\.[RD]$/u.test(key) ? value : value * (1 + 0.02 * Math.sin(k))))
    // As in LAMMPS, the repulsion of nuclei is not cut off: it has to be switched off well before.
    const smoothness = "form" in spec && spec.form === "tersoff/zbl" ? -1 : 1
    checkPotential(potential, { theta, ends: [...new Set(ends)], spacing: 2, smoothness })
  })

  it("has the published energy of silicon in diamond", () => {
    const text = "Si Si Si 3 1 1.3258 4.8381 2.0417 0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7"
    const potential = createPotential({ kind: "tersoff", file: "Si.tersoff", text })
    const theta = parameterValues(potential.parameters)
    // J. Tersoff, doi:10.1103/PhysRevB.37.6991, table II: −4.63 eV at 5.432 Å.
    expect(evaluateStructure(potential, theta, diamond("Si", 5.432)).energy / 8).toBeCloseTo(-4.63, 2)
    expect(Math.abs(evaluateStructure(potential, theta, diamond("Si", 5.432)).stress![0])).toBeLessThan(2e-3)
  })

  it("is linear in the strengths of repulsion and attraction", () => {
    const { parameters } = createPotential(specs["tersoff/mod/c"])
    expect(parameters.filter(({ linear }) => linear).map(({ key }) => key)).toEqual(["tersoff.*-*.A", "tersoff.*-*.B", "tersoff.*-*.c0"])
  })

  it.for(["tersoff", "tersoff/mod", "tersoff/mod/c", "tersoff/zbl"])("starts from data where elements alone are given: %s", (form) => {
    const statistics = {
      elements: [14, 32],
      minimumDistance: { "Si-Si": 2.1, "Si-Ge": 2.2, "Ge-Ge": 2.25 },
      nearestNeighbour: { "Si-Si": 2.35, "Si-Ge": 2.4, "Ge-Ge": 2.45 },
      volumePerAtom: 20,
      energySpread: 1.7,
    }
    const spec = resolveSpec({ kind: "tersoff", form, elements: ["Ge", "Si"] }, statistics)
    expect(JSON.stringify(spec)).not.toContain("auto")
    expect(resolveSpec(JSON.parse(JSON.stringify(spec)), statistics)).toEqual(spec)
    const potential = createPotential(spec)
    expect(potential.elements).toEqual([32, 14])
    const theta = parameterValues(potential.parameters)
    const energy = (neighbour: number) => evaluateStructure(potential, theta, diamond("Ge", (4 / Math.sqrt(3)) * neighbour)).energy
    expect(energy(2.45)).toBeLessThan(Math.min(0, energy(2.2), energy(2.7)))
  })
})

describe("a spec that cannot be", () => {
  const file = "Si Si Si 3 1 1.3258 4.8381 2.0417 0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7"
  it.for([
    [{ pairs: { ...entries.pairs, "Si-Si": { ...silicon, c0: 1 } } }, ["pairs", "Si-Si", "c0"], /"c0" is no parameter of the form tersoff/],
    [{ angles: { "Si-*-*": angle } }, ["angles"], /no entry is for C-Si-Si .*C-Si-\*/],
    [{ angleCutoffs: { "Si-C-C": { R: 2, D: 0.1 } } }, ["angleCutoffs", "Si-C-C"], /is no triplet of Si, C/],
    [{ m: 2 }, ["m"], /expected one of|expected 1/],
    [{ form: "tersoff/mdo" }, ["form"], /did you mean "tersoff\/mod"/],
    [{ elements: "auto", file: "Si.tersoff", text: file.replace(" 3 1 ", " 2 1 ") }, ["file"], /^Si.tersoff:1:1: the power m is 2/],
    [
      { elements: "auto", file: "Si.tersoff", text: file.replace("471", "4a1").replace("95.373", "x") },
      ["file"],
      /^Si.tersoff:1:\d+: "x" is no number, but B is/,
    ],
    [{ elements: "auto", file: "Si.tersoff", text: `${file} 7` }, ["file"], /an entry of 18 words stands here/],
    [{ elements: "auto", file: "Si.tersoff", text: `${file}\n${file}` }, ["file"], /^Si.tersoff:2:1: the entry Si Si Si is given twice/],
    [
      { elements: "auto", file: "Si.tersoff", text: `${file}\n${file.replace("Si Si Si", "Si C C")}` },
      ["file"],
      /there is no entry Si Si C and 5 others/,
    ],
    [
      { elements: "auto", file: "Si.tersoff", text: `${file}\n${file.replace("Si Si Si", "Si(B) Si(B) Si(B)")}` },
      ["file"],
      /several parametrisations of Si/,
    ],
    [{ elements: "auto", file: "Si.tersoff", text: `# UNITS: lj\n${file}` }, ["file"], /^Si.tersoff:1:3: the file is in units lj/],
    [{ elements: "auto", file: "Si.tersoff", text: "# nothing\n" }, ["file"], /the file has no entry/],
  ] as const)("%j", ([fields, path, message]) => {
    try {
      createPotential({ ...standard, ...entries, ...("file" in fields ? { pairs: {}, bonds: {}, angles: {} } : {}), ...fields })
    } catch (failure) {
      if (!(failure instanceof SpecFailure)) throw failure
      expect(failure.describe()).toMatch(message)
      expect(failure.path).toEqual(path)
      return
    }
    throw new Error("nothing failed")
  })
})
