/** e²/(4πε₀) [eV Å] as LAMMPS has it in metal units, so that charges mean the same there to all digits (CODATA 2022: 14.399645478). */
export const COULOMB = 14.399645
