import { atomicMassKilogram, elementaryCharge, kineticUnit } from "../../../units/constants.ts"

/** 1 Å²/fs in 10⁻⁹ m²/s. */
export const nanoDiffusion = 1e4

/** 1 eV fs/Å³ in mPa s. */
export const millipascalSecond: number = elementaryCharge * 1e-15 * 1e30 * 1e3

/** 1 eV/(fs Å K) in W/(m K). */
export const wattPerMetreKelvin: number = elementaryCharge * 1e15 * 1e10

/** 1 eV fs²/Å⁵ in g/cm³. */
export const gramPerCubicCentimetre: number = (atomicMassKilogram / kineticUnit) * 1e30 * 1e-3
