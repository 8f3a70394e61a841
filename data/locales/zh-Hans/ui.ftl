### The words of the screen: panels, columns, footers and the help.
