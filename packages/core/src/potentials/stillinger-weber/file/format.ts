import type { FileFormat } from "../../many-body/lammps-file.ts"

/** Files of `pair_style sw`. */
export const stillingerWeberFormat: FileFormat = {
  name: "sw",
  columns: ["epsilon", "sigma", "a", "lambda", "gamma", "costheta0", "A", "B", "p", "q", "tol"],
  energies: ["epsilon"],
}
