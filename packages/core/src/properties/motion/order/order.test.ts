import { expect, it } from "vitest"
import { fcc } from "../../../atoms/prototypes.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { supercell, transform } from "../../../atoms/transform.ts"
import { type RandomState, seedRandom, uniforms } from "../../../random/random.ts"
import { timesMatrix } from "../../../atoms/cell.ts"
import { angleDistribution } from "./angle-distribution.ts"
import { firstMinimum } from "./first-minimum.ts"
import { radialDistribution } from "./radial-distribution.ts"
import { scattering } from "./scattering.ts"
import { transformedStructureFactor } from "./structure-factor.ts"

const skewed = Float64Array.of(19, 0, 0, 5, 17, 1, -6, 4, 18)
const volume = 19 * (17 * 18 - 1 * 4)

/** Frames of atoms anywhere in a skewed cell, none nearer to another than `apart`, one after the other. */
function* gas(frames: number, numbers: Int32Array, apart: number): Generator<Structure> {
  let random: RandomState = seedRandom(11)
  const place = new Float64Array(3)
  for (let f = 0; f < frames; f++) {
    const positions = new Float64Array(3 * numbers.length)
    for (let i = 0; i < numbers.length;) {
      random = uniforms(random, place)
      const trial = place.map((value) => value - 0.5)
      if (apart === 0 || isFree(positions.subarray(0, 3 * i), trial, apart)) {
        positions.set(trial, 3 * i)
        i++
      }
    }
    yield { numbers, positions: timesMatrix(positions, skewed), cell: skewed, pbc: [true, true, true] }
  }
}

const images = Array.from({ length: 27 }, (_, image) =>
  timesMatrix(
    [0, 1, 2].map((c) => (Math.floor(image / 3 ** c) % 3) - 1),
    skewed,
  ),
)

/** Whether no image of a fractional place is near; the cell is wide enough that 27 images do. */
function isFree(others: Float64Array, place: Float64Array, apart: number): boolean {
  const away = new Float64Array(3)
  for (let k = 0; k < others.length; k += 3) {
    for (let c = 0; c < 3; c++) {
      const difference = others[k + c] - place[c]
      away[c] = difference - Math.round(difference)
    }
    const [x, y, z] = timesMatrix(away, skewed)
    for (const image of images) if ((x + image[0]) ** 2 + (y + image[1]) ** 2 + (z + image[2]) ** 2 < apart * apart) return false
  }
  return true
}

const mixture = Int32Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 18 : 10))

it("an ideal gas in a skewed cell has g = 1 and S = 1 within what its counts leave open", () => {
  const measured = radialDistribution({ numbers: mixture, cutoff: 11, bins: 22 })
  const waves = scattering({ numbers: mixture, limit: 3, bins: 6 })
  for (const frame of gas(40, mixture, 0)) {
    measured.add(frame)
    waves.add(frame)
  }
  const { r, width, pairs, counts, frames, volume: mean } = measured.record()
  measured.release()
  expect([counts[10], counts[18], frames]).toEqual([200, 100, 40])
  expect(mean).toBeCloseTo(volume, 8)
  expect(pairs.map(({ elements }) => elements)).toEqual([
    [10, 10],
    [10, 18],
    [18, 18],
  ])
  for (const {
    elements: [a, b],
    g,
    coordination,
  } of pairs) {
    const partners = a === b ? counts[a] - 1 : counts[b]
    g.forEach((value, k) => {
      const shell = ((4 * Math.PI) / 3) * ((r[k] + width / 2) ** 3 - (r[k] - width / 2) ** 3)
      const met = (counts[a] * partners * shell * frames) / volume / (a === b ? 2 : 1)
      expect(Math.abs(value - 1)).toBeLessThan(4.5 / Math.sqrt(met))
    })
    expect(coordination.at(-1)).toBeCloseTo((partners * (4 * Math.PI * 11 ** 3)) / 3 / volume, 0)
  }
  // |ρ|²/N of one wave is exponential with mean 1; 24 waves of 40 frames leave 1/√960.
  const { total, q } = waves.record()
  expect(q.length).toBe(6)
  for (const value of total) expect(Math.abs(value - 1)).toBeLessThan(0.15)
})

it("atoms with a core scatter waves as the transform of their g(r) says", () => {
  const numbers = mixture.subarray(0, 240)
  const measured = radialDistribution({ numbers, cutoff: 16, bins: 320 })
  const waves = scattering({ numbers, limit: 6, bins: 12, perBin: 60 })
  for (const frame of gas(18, numbers, 2.3)) {
    measured.add(frame)
    waves.add(frame)
  }
  const direct = waves.record()
  const transformed = transformedStructureFactor(measured.record(), direct.q)
  measured.release()
  direct.q.forEach((q, k) => {
    if (q < 0.6) return
    expect(Math.abs(direct.total[k] - transformed.total[k])).toBeLessThan(0.06)
  })
  expect(Math.min(...direct.total)).toBeLessThan(0.75)
  expect(Math.max(...direct.total)).toBeGreaterThan(1.05)
})

it("a Gaussian in g(r) gives a Gaussian in S(q), with the weights of the elements", () => {
  const [rho, height, spread, width] = [0.03, 0.7, 1.3, 0.02]
  const r = Array.from({ length: 3000 }, (_, k) => (k + 0.5) * width)
  const g = r.map((x) => 1 + height * Math.exp(-((x / spread) ** 2) / 2))
  const pair = (a: number, b: number) => ({ elements: [a, b] as const, g, coordination: [] })
  const record = { frames: 1, volume: 100 / rho, r, width, counts: { 10: 70, 18: 30 }, pairs: [pair(10, 10), pair(10, 18), pair(18, 18)] }
  const { partials, total } = transformedStructureFactor(record, [0.4, 1, 2])
  ;[0.4, 1, 2].forEach((q, k) => {
    const expected = rho * height * (2 * Math.PI * spread ** 2) ** 1.5 * Math.exp(-((q * spread) ** 2) / 2)
    for (const { value } of partials) expect((value[k] - 1) / expected).toBeCloseTo(1, 1)
    expect(total[k]).toBeCloseTo(partials[0].value[k], 12)
  })
})

it("a crystal shows its shells, its angles and its Bragg peaks, whatever cell it is written in", () => {
  const a = 4.1
  const primitive: Structure = {
    numbers: Int32Array.of(29),
    positions: new Float64Array(3),
    cell: Float64Array.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a, a / 2),
    pbc: [true, true, true],
  }
  const turn = Float64Array.of(0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1)
  for (const crystal of [supercell(fcc("Cu", a), [3, 3, 3]), transform(supercell(primitive, [5, 3, 4]), turn)]) {
    const { numbers } = crystal
    const measured = radialDistribution({ numbers, cutoff: 1.8 * a, bins: 360 })
    measured.add(crystal)
    const record = measured.record()
    measured.release()
    const [{ coordination, g }] = record.pairs
    const within = (distance: number) => coordination[Math.round(distance / record.width) - 1]
    expect([0.6, 0.9, 1.1, 1.3, 1.5, 1.65].map((x) => within(x * a))).toEqual([0, 12, 18, 42, 54, 78].map((n) => expect.closeTo(n, 10)))
    const end = firstMinimum(record, g)
    expect(end / a).toBeGreaterThan(Math.SQRT1_2 + 0.05)
    expect(end / a).toBeLessThan(1 - 0.05)

    const angles = angleDistribution({ numbers, cutoffs: [end], bins: 30 })
    angles.add(crystal)
    const { angle, triples } = angles.record()
    expect(triples[0].perFrame).toBe(66 * numbers.length)
    const share = (degrees: number) =>
      triples[0].density.reduce((sum, value, k) => sum + (Math.abs(angle[k] - degrees) < 4 ? 6 * value : 0), 0)
    ;[24, 12, 24, 6].forEach((n, k) => expect(share([60, 90, 120, 178][k])).toBeCloseTo(n / 66, 10))

    const waves = scattering({ numbers, limit: 3, bins: 300, perBin: 1e6 })
    waves.add(crystal)
    const { q, total } = waves.record()
    const first = q[total.findIndex((value) => value > 1)]
    expect(first / ((2 * Math.PI * Math.sqrt(3)) / a)).toBeCloseTo(1, 2)
    expect(total.filter((value) => value <= 1).every((value) => Math.abs(value) < 1e-9)).toBe(true)
  }
})

it("says what is missing", () => {
  const crystal = supercell(fcc("Cu", 3.6), [2, 2, 2])
  const measured = radialDistribution({ numbers: crystal.numbers, cutoff: 5, bins: 10 })
  expect(() => measured.add({ ...crystal, pbc: [true, true, false] })).toThrow(/repeats in all directions/)
  expect(() => firstMinimum({ r: [1, 2, 3], width: 1 }, [0, 0, 0])).toThrow(/no peak/)
  expect(() => firstMinimum({ r: [1, 2, 3], width: 1 }, [0, 3, 2])).toThrow(/ends before/)
  expect(() => scattering({ numbers: crystal.numbers, limit: 0.1, bins: 5 }).add(crystal)).toThrow(/no wave/)
  expect(() => angleDistribution({ numbers: crystal.numbers, cutoffs: [3, 3], bins: 10 })).toThrow(/1 pairs/)
  measured.release()
})
