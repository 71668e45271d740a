import type { ReportData } from "../report-data.ts"
import { errorTable } from "../tables/errors.ts"
import { heldOutTable } from "../tables/held-out.ts"
import { escapeHtml } from "../text.ts"
import { section } from "./section.ts"

/** Errors of all sets, and those on data that were held out. */
export function errorsSection({ sets, linear }: ReportData): string {
  const tables = Object.entries(sets).map(([name, errors]) => `<h3>${escapeHtml(name)}</h3>${errorTable(errors)}`)
  if (linear?.heldOut) {
    tables.push(
      `<h3>cross-validation</h3><p class="explanation">Training data, each of ${linear.folds} parts of which is predicted by a fit to the others, beside the fit to all: root mean squares. A held-out error far above the training error says that this group is remembered, not understood.</p>`,
      heldOutTable(linear.training, linear.heldOut),
    )
  }
  return section(
    "Errors",
    "Energies per atom, forces per Cartesian component, stresses per Voigt component. Test sets were not used in the fit.",
    tables.join("\n"),
  )
}
