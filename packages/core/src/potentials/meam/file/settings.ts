import type { Lattice } from "../model/lattice.ts"

/** Keywords of a MEAM parameter file with how many elements each is for. */
export const settingArity = {
  Ec: 2,
  alpha: 2,
  rho0: 1,
  delta: 2,
  lattce: 2,
  attrac: 2,
  repuls: 2,
  nn2: 2,
  Cmin: 3,
  Cmax: 3,
  rc: 0,
  delr: 0,
  augt1: 0,
  gsmooth_factor: 0,
  re: 2,
  ialloy: 0,
  mixture_ref_t: 0,
  erose_form: 0,
  zbl: 2,
  emb_lin_neg: 0,
  bkgd_dyn: 0,
  theta: 2,
} as const

/** A keyword of a MEAM parameter file. */
export type SettingName = keyof typeof settingArity

/** One line of a MEAM parameter file of LAMMPS, such as `Cmin(1,1,2) = 0.5`. */
export interface Setting {
  readonly name: SettingName
  /** Elements, counted from 0. */
  readonly elements: readonly number[]
  readonly value: number | Lattice
}
