import type { LammpsModel } from "../../../lammps-model.ts"
import type { AceModel } from "../../model.ts"
import { paceLammpsModel } from "./pace-lammps.ts"
import { yaceOfModel } from "./yace-of-model.ts"

/** Error of the radial tables, beside the largest slope, from which on it is told. */
const TOLD = 1e-7

/** LAMMPS's `pair_style pace` for a cluster expansion of ours, and its `.yace` file. */
export function aceLammpsModel(model: AceModel, theta: Float64Array): LammpsModel {
  const { yace, error } = yaceOfModel(model, theta)
  const warning = `forces of the cluster expansion are off by up to ${error.slope.toPrecision(2)} of their size in LAMMPS: a finer table would make its file too large`
  return paceLammpsModel(yace, false, error.slope > TOLD ? [warning] : [])
}
