/** Where the data end, and what energies are measured by. */
export interface MatterScale {
  /** Matter of less volume is denser than all data [Å³ per atom]. */
  readonly volume: number
  /** Cohesive energy [eV per atom]. */
  readonly energy: number
}
