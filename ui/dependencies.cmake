# What a target needs found in its own folder before it links a library of ui/. QCustomPlot asks for PrintSupport.
find_package(Qt6 REQUIRED COMPONENTS Widgets Svg PrintSupport DBus LinguistTools)
find_package(QCustomPlotQt6 REQUIRED)
