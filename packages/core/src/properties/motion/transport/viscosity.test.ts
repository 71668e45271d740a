import { expect, it } from "vitest"
import { normals, seedRandom } from "../../../random/random.ts"
import { boltzmann } from "../../../units/constants.ts"
import { viscosity } from "./viscosity.ts"

/** Six pressures that forget themselves in `memory` frames, each of variance `spread²`. */
function* pressures(frames: number, memory: number, spread: number): Generator<Float64Array> {
  let random = seedRandom(8)
  const noise = new Float64Array(6)
  const keep = Math.exp(-1 / memory)
  const pressure = new Float64Array(6)
  for (let k = 0; k < frames; k++) {
    random = normals(random, noise)
    for (let c = 0; c < 6; c++) pressure[c] = keep * pressure[c] + Math.sqrt(1 - keep * keep) * spread * noise[c]
    yield pressure
  }
}

it("integrates pressures that forget exponentially, with the error that the integral has", () => {
  const [interval, memory, spread, volume, temperature] = [4, 6, 0.003, 8000, 150]
  const found = viscosity({ interval, lags: 50, stride: 2 })
  for (const pressure of pressures(60_000, memory, spread)) found.add(pressure)
  const { value, settled, correlation, running, time, runningError } = found.record(volume, temperature)
  // Diagonal elements give 2 spread² when their mean is taken off, the six others 6 spread²; the trapezoid counts C(0) half.
  const keep = Math.exp(-1 / memory)
  const exact = (k: number) =>
    ((volume / (boltzmann * temperature)) * 0.8 * spread ** 2 * interval * ((1 + keep) * (1 - keep ** k))) / (1 - keep) / 2
  expect(time[50]).toBe(200)
  for (const k of [3, 10, 50]) expect(Math.abs(running[k] - exact(k))).toBeLessThan(3.5 * runningError[k]!)
  expect(value.error! / value.value).toBeLessThan(0.03)
  expect(correlation[6]).toBeCloseTo(Math.exp(-1), 1)
  expect(settled).toBe(true)
})

it("does not depend on how axes lie, nor on a hydrostatic pressure", () => {
  const [plain, turned] = [viscosity({ interval: 1, lags: 10 }), viscosity({ interval: 1, lags: 10 })]
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
  for (const pressure of pressures(300, 3, 0.01)) {
    const [xx, yy, zz, yz, xz, xy] = pressure
    plain.add(pressure)
    turned.add(
      Float64Array.of(
        c * c * xx + s * s * yy - 2 * s * c * xy + 5,
        s * s * xx + c * c * yy + 2 * s * c * xy + 5,
        zz + 5,
        s * xz + c * yz,
        c * xz - s * yz,
        s * c * (xx - yy) + (c * c - s * s) * xy,
      ),
    )
  }
  const [a, b] = [plain.record(100, 10), turned.record(100, 10)]
  a.running.forEach((value, k) => expect(b.running[k]).toBeCloseTo(value, 10))
})
