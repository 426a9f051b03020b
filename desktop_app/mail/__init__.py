"""Mail protocols behind one provider contract: the only place that speaks them."""
