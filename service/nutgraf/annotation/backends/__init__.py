"""Backends: optional annotators that propose to the rules and never speak past them."""
