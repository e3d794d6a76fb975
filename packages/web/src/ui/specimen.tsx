export function Specimen() { return null; }
