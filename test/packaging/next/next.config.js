// On the server the package stays a package, as Node loads it: then it finds its module by itself.
export default {
  serverExternalPackages: ['openssl-async'],
  turbopack: { root: import.meta.dirname }, // there are lock files further up
  outputFileTracingRoot: import.meta.dirname,
  headers: () => [
    {
      source: '/:path*',
      headers: [
        {
          // Next's own inline scripts need 'unsafe-inline' (or its nonces); this package does not
          key: 'content-security-policy',
          value: "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
        },
      ],
    },
  ],
};
