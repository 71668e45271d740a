import type { FileFormat } from "../../many-body/lammps-file.ts"
import type { TersoffForm } from "../form.ts"

const standard = ["m", "gamma", "lambda3", "c", "d", "costheta0", "n", "beta", "lambda2", "B", "R", "D", "lambda1", "A"]
const modified = ["beta", "alpha", "h", "eta", "beta_ters", "lambda2", "B", "R", "D", "lambda1", "A", "n", "c1", "c2", "c3", "c4", "c5"]

/** The files of the pair styles. */
export const tersoffFormats: Readonly<Record<TersoffForm, FileFormat>> = {
  tersoff: { name: "tersoff", columns: standard, energies: ["A", "B"] },
  "tersoff/mod": { name: "tersoff/mod", columns: modified, energies: ["A", "B"] },
  "tersoff/mod/c": { name: "tersoff/mod/c", columns: [...modified, "c0"], energies: ["A", "B", "c0"] },
  "tersoff/zbl": { name: "tersoff/zbl", columns: [...standard, "Z_i", "Z_j", "ZBLcut", "ZBLexpscale"], energies: ["A", "B"] },
}

/** What the columns of a file are called among the parameters, where they have other names. */
export const tersoffColumnNames: Readonly<Record<string, string>> = {
  cosine: "costheta0",
  fermiCentre: "ZBLcut",
  fermiDecay: "ZBLexpscale",
}

/** The same in modified forms. */
export const modifiedColumnNames: Readonly<Record<string, string>> = { cosine: "h", lambda3: "alpha" }

/** The form that a file's name says: `.tersoff`, `.tersoff.mod`, `.tersoff.modc`, `.tersoff.zbl`. */
export function tersoffFormOf(file: string): TersoffForm {
  const ending = /\.tersoff\.(modc|mod|zbl)$/iu.exec(file)?.[1].toLowerCase()
  return ending === "modc" ? "tersoff/mod/c" : ending === "mod" ? "tersoff/mod" : ending === "zbl" ? "tersoff/zbl" : "tersoff"
}
