"""The pipeline joins the steps: it alone knows which step follows which."""
