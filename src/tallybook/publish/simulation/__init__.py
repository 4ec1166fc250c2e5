"""A simulation as one page: funnel, flow, calibration and assumptions."""
