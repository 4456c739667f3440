using System.Globalization;

namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>Numbers as an operator reads them: at most five significant digits, no exponent between 0.0001 and a billion.</summary>
public static class NumberText
{
    /// <returns>The number as text; a dash where there is none.</returns>
    public static string Of(double? value)
    {
        if (value is not { } number)
            return "–";
        if (!double.IsFinite(number))
            return number.ToString(CultureInfo.InvariantCulture);
        var size = Math.Abs(number);
        return size switch
        {
            0 => "0",
            >= 1e9 or < 1e-4 => number.ToString("0.###E+0", CultureInfo.InvariantCulture),
            >= 1e4 => number.ToString("#,0", CultureInfo.InvariantCulture),
            >= 1e3 => number.ToString("#,0.#", CultureInfo.InvariantCulture),
            >= 100 => number.ToString("0.##", CultureInfo.InvariantCulture),
            >= 10 => number.ToString("0.###", CultureInfo.InvariantCulture),
            >= 0.1 => number.ToString("0.####", CultureInfo.InvariantCulture),
            _ => number.ToString("0.######", CultureInfo.InvariantCulture),
        };
    }

    /// <returns>A part of one in percent; never rounded up to 100 % nor down to 0 %.</returns>
    public static string Percent(double share) => share switch
    {
        >= 1 => "100 %",
        > 0.999 => ">99.9 %",
        <= 0 => "0 %",
        < 0.001 => "<0.1 %",
        _ => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    /// <returns>A size in bytes with a binary unit.</returns>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => (bytes / 1024.0).ToString("0.#", CultureInfo.InvariantCulture) + " KiB",
        < 1024L * 1024 * 1024 => (bytes / 1048576.0).ToString("0.#", CultureInfo.InvariantCulture) + " MiB",
        _ => (bytes / 1073741824.0).ToString("0.##", CultureInfo.InvariantCulture) + " GiB",
    };
}
