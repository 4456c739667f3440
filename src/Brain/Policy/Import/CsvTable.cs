using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Jinan.IndustryBrain.Brain.Cockpit.Words;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>A .csv as Excel and others write it: comma, semicolon or tab; UTF-8, UTF-16 with its mark, or GB 18030.</summary>
internal static class CsvTable
{
    /// <exception cref="TableException">It is no such file.</exception>
    public static Table Read(byte[] file)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            IgnoreBlankLines = false,
            BadDataFound = null,
            MaxFieldSize = 10_000,
            TrimOptions = TrimOptions.Trim,
        };
        using var parser = new CsvParser(new StringReader(Decoded(file)), configuration);
        var rows = new List<TableRow>();
        try
        {
            while (parser.Read())
            {
                var cells = parser.Record!.Select(text => new TableCell(text.Trim())).ToList();
                if (cells.Count > Table.MostColumns)
                    throw new TableException(new ImportFault(parser.Row, "", TargetPhrases.TooManyColumns, Table.MostColumns));
                if (cells.TrueForAll(cell => cell.IsEmpty))
                    continue;
                if (rows.Count > Table.MostRows)
                    throw new TableException(new ImportFault(parser.Row, "", TargetPhrases.TooManyRows, Table.MostRows));
                rows.Add(new TableRow(parser.Row, cells));
            }
        }
        catch (CsvHelperException)
        {
            throw new TableException(new ImportFault(parser.Row, "", TargetPhrases.NotACsv));
        }

        return new Table(rows);
    }

    private static string Decoded(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(file, 2, file.Length - 2);
        if (file is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(file, 2, file.Length - 2);
        var start = file is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file, start, file.Length - start);
        }
        catch (DecoderFallbackException)
        {
            // What Excel writes on a Chinese Windows unless it is told otherwise.
            try
            {
                return CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!
                    .GetString(file);
            }
            catch (DecoderFallbackException)
            {
                throw new TableException(new ImportFault(0, "", TargetPhrases.UnknownLetters));
            }
        }
    }
}
