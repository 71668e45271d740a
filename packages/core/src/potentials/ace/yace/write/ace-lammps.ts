import type { LammpsModel } from "../../../lammps-model.ts"
import type { AceModel } from "../../model.ts"
import { paceLammpsModel } from "./pace-lammps.ts"
import { yaceOfModel } from "./yace-of-model.ts"

/** Error of radial functions, beside the largest slope, from which on it is told. */
const TOLD = 1e-7

/** LAMMPS's `pair_style pace` for a cluster expansion of ours, and its `.yace` file. */
export function aceLammpsModel(model: AceModel, theta: Float64Array): LammpsModel {
  const { yace, error } = yaceOfModel(model, theta)
  const warning = `radial functions of the cluster expansion have slopes that are off by up to ${error.slope.toPrecision(2)} of the largest in LAMMPS, which knows polynomials only`
  return paceLammpsModel(yace, false, error.slope > TOLD ? [warning] : [])
}
