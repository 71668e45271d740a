import { describe, expect, it } from "vitest"
import { rough } from "../fixtures/broken.ts"
import { expectCaught } from "../fixtures/expect-caught.ts"
import { compositionOf, hullAt, type Reference } from "./hull.ts"
import { findJumps } from "./jumps.ts"
import type { Path } from "./path.ts"

describe("scans", () => {
  it.for(rough)("catch $name, and nothing else does", (broken) => expectCaught(broken))
})

/** A path of which energy and force are given. */
function pathOf(energy: (t: number) => number, force: (t: number) => number): Path {
  const at: Path["at"] = () => ({ numbers: Int32Array.of(), positions: new Float64Array(0), cell: null, pbc: [false, false, false] })
  return { name: "a curve", at, follow: (places) => places.map((t) => ({ energy: energy(t), force: force(t) })) }
}

describe("jumps", () => {
  const steep = (t: number): number => 800 * Math.exp(-3.1 * t)
  const slope = (t: number): number => 3.1 * steep(t)

  it("are measured beside a steep slope, wherever they lie", () => {
    for (const place of [2.30017, 2.9, 3.777_123]) {
      const after = (t: number): number => Number(t > place)
      const found = findJumps(
        pathOf(
          (t) => steep(t) + after(t) * (2e-4 - 3e-4 * (t - place) - 0.45 * (t - place) ** 2),
          (t) => slope(t) + after(t) * (3e-4 + 0.9 * (t - place)),
        ),
        ...[1.8, 4.4, 300, [4.2]],
      )
      expect(found.energy.size / 2e-4).toBeCloseTo(1, 6)
      expect(found.force.size / 3e-4).toBeCloseTo(1, 3)
      expect(found.stiffness.size / 0.9).toBeCloseTo(1, 2)
      for (const { place: seen } of Object.values(found)) expect(Math.abs(seen - place)).toBeLessThan(1e-4)
    }
  })

  it("of slopes are none of forces, however large", () => {
    const place = 3.90017
    const after = (t: number): number => Number(t > place)
    const found = findJumps(
      pathOf(
        (t) => steep(t) - after(t) * 2.5e4 * (t - place) ** 2,
        (t) => slope(t) + after(t) * 5e4 * (t - place),
      ),
      ...[1.8, 4.4, 300, []],
    )
    expect(found.force.size).toBeLessThan(1e-4)
    expect(found.stiffness.size / 5e4).toBeCloseTo(1, 2)
  })

  it("are none where a slope is steep, but a slope", () => {
    // Rises by 1 within 0.02 Å.
    const sigmoid = (t: number): number => 1 / (1 + Math.exp(-(t - 3) / 0.005))
    const found = findJumps(
      pathOf(
        (t) => steep(t) - 0.005 * Math.log1p(Math.exp((t - 3) / 0.005)),
        (t) => slope(t) + sigmoid(t),
      ),
      ...[1.8, 4.4, 300, []],
    )
    expect(found.energy.size).toBeLessThan(1e-12)
    expect(found.force.size).toBeLessThan(1e-8)
    expect(found.stiffness.size).toBeLessThan(1e-1)
  })
})

describe("the hull", () => {
  const reference = (name: string, numbers: readonly number[], energy: number): Reference => ({
    name,
    composition: compositionOf(numbers),
    energy,
  })
  const references = [
    reference("Na", [11], -1.1),
    reference("Cl", [17], -0.3),
    reference("NaCl", [11, 17], -3.2),
    reference("Na3Cl", [11, 11, 11, 17], -1.4),
    reference("K", [19], -0.9),
    reference("KCl", [19, 17], -3.4),
  ]

  it("is made of what lies lowest, in parts that make up the composition", () => {
    expect(hullAt(references, compositionOf([11]))).toEqual({ energy: -1.1, name: "Na" })
    expect(hullAt(references, compositionOf([11, 17]))).toEqual({ energy: -3.2, name: "NaCl" })
    // ⅔ NaCl and ⅓ Na.
    const rich = hullAt(references, compositionOf([11, 11, 17]))
    expect(rich.energy).toBeCloseTo((-3.2 * 2) / 3 - 1.1 / 3, 12)
    expect(rich.name).toBe("Na with NaCl")
    // ⅔ KCl and ⅓ Na, against ⅔ NaCl and ⅓ K.
    const three = hullAt(references, compositionOf([11, 17, 19]))
    expect(three.energy).toBeCloseTo((-3.4 * 2) / 3 - 1.1 / 3, 12)
  })
})
