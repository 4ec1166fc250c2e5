"""The site: pages for people who do not write code, and the API under them. Every page has a JSON twin."""
