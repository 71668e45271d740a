import { assert, double, property } from "fast-check"
import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { diagnoseNoise, type NoiseDiagnosis } from "./diagnose-noise.ts"
import { noiseSentences } from "./noise-sentences.ts"
import type { NoiseClass } from "./residual-classes.ts"
import { studentQuantile, studentTails } from "./student-distribution.ts"

const ATOMS = 7
const SIGMA = 0.037
const forces: NoiseClass = { property: "forces", group: "hot", sigma: SIGMA, degrees: null }

/** Standard normal numbers. */
function noise(count: number, seed: number): Float64Array {
  const values = new Float64Array(count)
  normals(seedRandom(seed), values)
  return values
}

/** Frames of one trajectory whose forces are normal of 1.3 eV/Å, and predictions off by what `error` says, in units of σ. */
function diagnosed(
  frames: number,
  error: (z: number, force: number, frame: number, k: number) => number,
  own: NoiseClass = forces,
  seed = 11,
): NoiseDiagnosis {
  const size = 3 * ATOMS
  const [truth, z] = [noise(frames * size, seed), noise(frames * size, seed + 1)]
  const predicted: Float64Array[] = []
  const configurations = Array.from({ length: frames }, (_, frame): Configuration => {
    const reference = truth.subarray(frame * size, (frame + 1) * size).map((value) => 1.3 * value)
    const observations = new Float64Array(size + 7)
    for (let k = 0; k < size; k++) {
      const atom = 3 * Math.floor(k / 3)
      const magnitude = Math.hypot(reference[atom], reference[atom + 1], reference[atom + 2])
      observations[1 + k] = reference[k] + SIGMA * error(z[frame * size + k], magnitude, frame, k)
    }
    predicted.push(observations)
    const structure = {
      ...{ numbers: new Int32Array(ATOMS).fill(29), positions: new Float64Array(size) },
      ...{ cell: null, pbc: [false, false, false] as const },
    }
    const weights = { energy: 1, forces: 1, stress: 1 }
    return { structure, forces: reference, group: "hot", weights, origin: { file: "hot.xyz", frame } }
  })
  return diagnoseNoise([own], configurations, predicted)[0]
}

describe("the noise that was assumed", () => {
  test("is found in residuals that have it, and nothing else", () => {
    const found = diagnosed(200, (z) => z)
    expect(noiseSentences(found)).toEqual(["forces: the residuals look like the noise that was assumed."])
    expect(found.shape.count).toBe(200 * 3 * ATOMS)
    expect(found.shape.spread).toBeCloseTo(1, 1)
    expect(found.shape.degrees).toBeGreaterThan(20)
    for (const { expected, observed } of found.shape.quantiles) {
      if (Math.abs(expected) < 2) expect(Math.abs(observed - expected)).toBeLessThan(0.12)
    }
    expect(found.trend!.ratio).toBeCloseTo(1, 0)
    expect(Math.abs(found.succession!.correlation)).toBeLessThan(0.05)
  })

  test("may be Student's, whose tails are then no defect", () => {
    const heavy = noise(400 * 3 * ATOMS * 4, 5)
    // t = z / √(χ²/ν) with ν = 4.
    const t = (z: number, _: number, frame: number, k: number): number => {
      const at = 4 * (frame * 3 * ATOMS + k)
      return z / Math.sqrt(heavy.subarray(at, at + 4).reduce((sum, value) => sum + value * value, 0) / 4)
    }
    const asNormal = diagnosed(400, t)
    const said = noiseSentences(asNormal)
    expect(said[0]).toMatch(/residuals are 1\.\d+ times what their σ says/)
    expect(said[1]).toMatch(/Student's t distribution with ν = 4\.?\d* describes them better|ν = 3\.\d+ describes/)
    expect(asNormal.shape.degrees).toBeGreaterThan(3.4)
    expect(asNormal.shape.degrees).toBeLessThan(4.6)
    const asStudent = diagnosed(400, t, { ...forces, degrees: 4 })
    expect(asStudent.shape.spread).toBeCloseTo(1, 1)
    expect(noiseSentences(asStudent)).toEqual(["forces: the residuals look like the noise that was assumed."])
    const middle = asStudent.shape.quantiles.filter(({ expected }) => Math.abs(expected) < 3)
    for (const { expected, observed } of middle) expect(Math.abs(observed - expected)).toBeLessThan(0.25)
  })
})

describe("a defect is named where it is", () => {
  const said = (found: NoiseDiagnosis): string => noiseSentences(found).join("\n")

  test("constant errors", () => {
    const text = said(diagnosed(100, (z) => z + 0.5))
    expect(text).toMatch(/^forces: predictions are off by 0\.5\d* σ on average.*$/)
  })

  test("a σ that is too small, or too large", () => {
    expect(said(diagnosed(100, (z) => 2 * z))).toMatch(/^forces: residuals are (1\.9|2\.0)\d* times what their σ says.*$/)
    expect(said(diagnosed(100, (z) => 0.4 * z))).toMatch(/^forces: residuals are only 0\.(39|40?)\d* of what their σ says.*$/)
  })

  test("but not where as many unknowns were fitted to them", () => {
    // Residuals of half as many unknowns as data: √½ of the noise.
    const found = diagnosed(100, (z) => Math.SQRT1_2 * z)
    expect(said(found)).toMatch(/^forces: residuals are only 0\.7\d* of what their σ says.*$/)
    expect(said({ ...found, left: Math.SQRT1_2 })).toBe("forces: the residuals look like the noise that was assumed.")
  })

  test("residuals that grow with the force", () => {
    // √⟨(0.4 + 0.3 F)²⟩ of Maxwell-distributed F of this width is about 1.
    const found = diagnosed(150, (z, force) => (0.4 + 0.3 * force) * z)
    // Normal noise of many widths has heavy tails as well.
    expect(said(found)).toMatch(/^(forces: .* Student's t .*\n)?forces: residuals grow with the force: .*$/)
    const { bins } = found.trend!
    for (const { magnitude, rms } of bins) expect(rms).toBeCloseTo(0.4 + 0.3 * magnitude, 0)
    for (let b = 1; b < bins.length; b++) expect(bins[b].rms).toBeGreaterThan(bins[b - 1].rms)
  })

  test("frames that are like those before them", () => {
    // An autoregression z_t = ρ z_{t−1} + √(1−ρ²) ε of each component.
    const rho = 0.8
    const last = new Float64Array(3 * ATOMS)
    const found = diagnosed(300, (z, _, frame, k) => (last[k] = frame === 0 ? z : rho * last[k] + Math.sqrt(1 - rho * rho) * z))
    expect(said(found)).toMatch(
      /^forces: residuals of a frame are like those of the one before \(correlation 0\.(7|8)\d over 299 pairs\).*$/,
    )
    expect(found.succession!.correlation).toBeCloseTo(rho, 1)
    expect(found.succession!.worth).toBeCloseTo((1 - rho) / (1 + rho), 1)
  })
})

test("forces that vanish by symmetry are no data, nor are groups without them", () => {
  const found = diagnosed(30, (z) => z)
  const structure = {
    ...{ numbers: Int32Array.of(29), positions: new Float64Array(3) },
    ...{ cell: null, pbc: [false, false, false] as const },
  }
  const weights = { energy: 1, forces: 1, stress: 1 }
  const still: Configuration = { structure, forces: new Float64Array(3), group: "hot", weights, origin: { file: "x", frame: 0 } }
  expect(found.shape.count).toBe(30 * 3 * ATOMS)
  expect(diagnoseNoise([forces, { ...forces, group: "cold" }], [still], [new Float64Array(10)])).toEqual([])
})

describe("Student's t distribution", () => {
  test("has the closed forms of 1, 2 and ∞ degrees of freedom", () => {
    for (const t of [0.03, 0.7, 2.4, 31]) {
      expect(studentTails(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12)
      expect(studentTails(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12)
    }
    // DLMF 7.2: erfc(1.5/√2).
    expect(studentTails(1.5, Infinity)).toBeCloseTo(0.133614402537716, 12)
    expect(studentTails(1.5, 9e5)).toBeCloseTo(0.133614402537716, 5)
  })

  test("has quantiles that are its inverse, and odd", () => {
    assert(
      property(double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), double({ min: 0.6, max: 400, noNaN: true }), (p, nu) => {
        const t = studentQuantile(p, nu)
        expect(studentTails(Math.abs(t), nu) / (2 * Math.min(p, 1 - p))).toBeCloseTo(1, 8)
        expect(studentQuantile(1 - p, nu)).toBeCloseTo(-t, 6 - Math.ceil(Math.log10(1 + Math.abs(t))))
      }),
      { numRuns: 60 },
    )
  })
})
