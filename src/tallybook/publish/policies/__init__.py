"""What policies say, for readers: assessments as text, Markdown and a page to print; replays; the timeline."""
