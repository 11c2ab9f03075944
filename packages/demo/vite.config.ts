import react from '@vitejs/plugin-react';
import vue from '@vitejs/plugin-vue';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses, so that the built pages may lie in any folder of any web server.
  base: './',
  plugins: [react(), vue()],
  // The packages of this workspace as they are written, not as they were built last.
  resolve: { conditions: ['@threepid/source', ...defaultClientConditions] },
  build: { rolldownOptions: { input: ['index.html', 'react.html', 'vue.html'] } },
});
