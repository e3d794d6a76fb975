// Preloaded into a server (NODE_OPTIONS=--import): its wall clock is off by SKEW_MS, as a machine's may be.
const skewMs = Number(process.env['SKEW_MS'] ?? 0);
const real = Date.now.bind(Date);
Date.now = () => real() + skewMs;
