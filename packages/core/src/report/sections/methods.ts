/** How each part of a suite is worked out, in a sentence or two for the reader of a table; what depends on the case is in its remarks. */
export const methods: Readonly<Record<string, string>> = Object.freeze({
  crystal:
    "Minimum of the energy over the strains and displacements that the space group leaves free, forces below 10⁻¹⁰ eV/Å. The cohesive energy is counted from free atoms.",
  "equation-of-state":
    "Least squares of 11 energies within ±6 % of the volume at rest, to Birch–Murnaghan’s (doi:10.1103/PhysRev.71.809) and Vinet’s (doi:10.1029/JB092iB09p09319) forms.",
  elastic:
    "Second derivatives of the energy by strains and internal strains at rest, ions relaxed; averages over grains after Hill (doi:10.1088/0370-1298/65/5/307), anisotropy after Ranganathan and Ostoja-Starzewski (doi:10.1103/PhysRevLett.101.055504).",
  phonons:
    "Harmonic; force constants from forces on displaced atoms, as few displacements as symmetry asks for, in a cell so wide that no force is cut off or counted twice.",
  thermal:
    "Quasi-harmonic (doi:10.1103/PhysRevB.81.174301): free energies of harmonic vibrations at eight volumes, zero-point motion included.",
  "point-defects":
    "Formation energies at the volume of the crystal, ions relaxed within the symmetry of the site, in cells of 10 Å and more.",
  migration:
    "Nudged elastic band of five images with improved tangents (doi:10.1063/1.1323224), the highest one climbing (doi:10.1063/1.1329672).",
  surfaces: "Slabs of 15 Å as cut from the crystal, one period wide, ions relaxed; energies by area of one surface.",
  faults: "One fault in a periodic cell, ions relaxed across the plane; energies by area.",
  boundaries:
    "Two mirrored grains of 12 Å; cuts and shifts over a grid, thickness and ions relaxed, the lowest kept; energies by area of one boundary.",
  dimers: "Two atoms alone, against free ones.",
  molecule: "Relaxed without a cell; vibrations from second derivatives at the minimum.",
  state:
    "A crystal melted in a hot bath and brought to temperature and pressure; then measured at constant energy and volume, without any bath. Errors know how long the trajectory remembers (doi:10.1063/1.457480).",
  structure:
    "Means over the trajectory. The structure factor comes from waves that fit into the cell, and by transform of g(r) with Lorch’s window (doi:10.1088/0022-3719/2/2/305).",
  diffusion:
    "From the slope of mean squared displacements, and from the integral of the velocity autocorrelation; for an infinite liquid after Yeh and Hummer (doi:10.1021/jp0477147).",
  flow: "Green–Kubo integrals of the traceless pressure (doi:10.1063/1.466970) and of the flux of energy (doi:10.1103/PhysRevB.92.094301).",
  melting: "Crystal and melt side by side at constant energy find the temperature at which both are equally stable.",
  heating: "A crystal heated at constant pressure, at a constant rate.",
})
