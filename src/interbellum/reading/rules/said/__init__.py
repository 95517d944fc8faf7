"""Who says so: attribution, denials, charges, reports, rumours."""
