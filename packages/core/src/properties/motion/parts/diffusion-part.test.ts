import { expect, it } from "vitest"
import { massOf } from "../../../atoms/elements.ts"
import { elementaryCharge, kineticUnit } from "../../../units/constants.ts"
import type { LiquidRecord } from "../liquid/liquid-record.ts"
import { diffusionPart } from "./diffusion-part.ts"
import { gramPerCubicCentimetre, millipascalSecond, nanoDiffusion, wattPerMetreKelvin } from "./units.ts"

const time = Array.from({ length: 21 }, (_, k) => 100 * k)

function found(squared: (t: number) => number): Pick<LiquidRecord, "displacements" | "velocities" | "spectra" | "finiteSize" | "shells"> {
  const estimate = { value: 3e-4, error: 2e-5 }
  const series = { time, error: [], integral: time.map((t) => 9e-4 + 1e-8 * t), integralError: time.map(() => 2e-5), origins: 1 }
  return {
    displacements: [{ element: 29, time, squared: time.map(squared), error: [], diffusion: estimate, fit: [600, 2000], origins: 1 }],
    velocities: [{ ...series, correlation: time.map(() => 1), element: 29, diffusion: estimate }],
    spectra: [{ frequency: time, density: time }],
    finiteSize: { value: 1e-4, error: 1.5e-5 },
    shells: [3.4],
  }
}

it("adds what the cell takes, with both errors", () => {
  const { values } = diffusionPart(found((t) => 6 * 3e-4 * t))
  expect(values.map(({ key }) => key)).toEqual(["D.Cu.displacements", "D.Cu.velocities", "D.Cu.infinite"])
  expect(values[2].value).toBeCloseTo(4, 10)
  expect(values[2].standardError).toBeCloseTo(0.25, 10)
  expect(values[1].trouble).toBeNull()
  const still = found((t) => t)
  const [velocities] = still.velocities
  const moving = { ...velocities, integral: time.map((t) => 1e-6 * t) }
  expect(diffusionPart({ ...still, velocities: [moving] }).values[1].trouble).toMatch(/follow it longer/)
  expect(values[2].unit).toBe("10⁻⁹ m²/s")
})

it("tells a crystal from a liquid that was not followed for long", () => {
  const remarks = (squared: (t: number) => number) => diffusionPart(found(squared)).remarks.join(" ")
  expect(remarks((t) => 0.1 + 0.0006 * t)).not.toMatch(/crystal/)
  expect(remarks((t) => 0.3 * -Math.expm1(-t / 100))).toMatch(/crystal or a glass/)
})

it("units are those of the SI", () => {
  // 1 Å²/fs = 1e-20 m² / 1e-15 s, 1 eV fs/Å³ = e × 1e-15/1e-30 Pa s, 1 eV/(fs Å K) = e/(1e-15 × 1e-10) W/(m K)
  expect(nanoDiffusion * 1e-9).toBeCloseTo(1e-5, 15)
  expect(millipascalSecond / (elementaryCharge * 1e18)).toBeCloseTo(1, 12)
  expect(wattPerMetreKelvin / (elementaryCharge * 1e25)).toBeCloseTo(1, 12)
  // Copper: four atoms in 3.615³ Å³ weigh 8.93 g/cm³.
  expect(((4 * massOf(29) * kineticUnit) / 3.615 ** 3) * gramPerCubicCentimetre).toBeCloseTo(8.935, 2)
})
