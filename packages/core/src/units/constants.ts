/**
 * Physical constants, CODATA 2022 (P. J. Mohr, D. B. Newell, B. N. Taylor, E. Tiesinga, Rev. Mod. Phys. 97, 025002 (2025),
 * doi:10.1103/RevModPhys.97.025002). The first three are exact by the definition of the SI.
 */

/** Elementary charge [C], and so one eV in joules; exact. */
export const elementaryCharge = 1.602176634e-19

/** Avogadro constant [1/mol]; exact. */
export const avogadro = 6.02214076e23

/** Boltzmann constant `k_B` [eV/K], from the exact 1.380649e-23 J/K. */
export const boltzmann: number = 1.380649e-23 / elementaryCharge

/** Planck constant [meV/THz], from the exact 6.62607015e-34 J s: what one quantum of 1 THz has. */
export const planck: number = (6.62607015e-34 * 1e15) / elementaryCharge

/** Unified atomic mass unit [kg]. */
export const atomicMassKilogram = 1.66053906892e-27

/** Hartree energy [eV]. */
export const hartree = 27.211386245981

/** Bohr radius [Å]. */
export const bohr = 0.529177210544

/** Coulomb constant `e²/(4πε₀)` [eV·Å], which is hartree × bohr. */
export const coulomb: number = hartree * bohr

/** 1 amu·Å²/fs² [eV]: masses in amu, lengths in Å and times in fs give kinetic energies in eV through this factor. */
export const kineticUnit: number = (atomicMassKilogram * 1e10) / elementaryCharge

/** 1 GPa [eV/Å³]: 1e9 J/m³ = 1e9 / e eV per 1e30 Å³. */
export const gigapascal: number = 1e-21 / elementaryCharge

/** 1 bar [eV/Å³]. */
export const bar: number = gigapascal * 1e-4

/** 1 kbar [eV/Å³], the unit VASP calls `kB`. */
export const kilobar: number = gigapascal * 0.1

/** 1 kcal/mol [eV], the thermochemical calorie (4.184 J). */
export const kilocaloriePerMole: number = 4184 / (avogadro * elementaryCharge)

/** 1 kJ/mol [eV]. */
export const kilojoulePerMole: number = 1000 / (avogadro * elementaryCharge)
