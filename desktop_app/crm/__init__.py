"""CRM protocols: the only place that speaks them."""
