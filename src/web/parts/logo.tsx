/** Two rails and the ties that hold them in step. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#3a46c4" />
      <g fill="none" stroke="#fff" strokeLinecap="round" strokeWidth="2.6">
        <path d="M11 6v20M21 6v20" />
        <path d="M6.5 11.5h19M6.5 20.5h19" opacity=".72" />
      </g>
    </svg>
  )
}
