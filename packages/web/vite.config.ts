import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built into the server's dist, which serves it under a strict CSP: nothing is inlined, nothing comes from elsewhere. */
// eslint-disable-next-line import/no-default-export -- Vite asks for one
export default defineConfig({
  plugins: [react(), tailwindcss()],
  experimental: {
    // Parts find each other relative to themselves; only the page names them from the root, and the server puts its path in front.
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `/${file}` : { relative: true }),
  },
  build: {
    outDir: '../server/dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What changes only with a dependency keeps its name from release to release, and so stays in people's caches.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/,
              priority: 2,
            },
            { name: 'data', test: /node_modules[\\/]@tanstack[\\/]/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:7460' } },
});
