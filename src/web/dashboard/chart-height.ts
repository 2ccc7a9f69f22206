/** Kept free while the chart loads, so that nothing jumps. */
export const chartHeight = 300
