using System.Security.Cryptography;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>Takes a file's values in, all or none. What is known already is not stored again; a correction stands beside what it corrects.</summary>
internal sealed class TargetImporter(IDbContextFactory<BrainContext> contexts, PlaceTime time, ILogger<TargetImporter> logger) : IDisposable
{
    public const int MostBytes = 1024 * 1024;
    private const int LongestFileName = 200;

    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <param name="isPreview">Says what would become of the file, and stores nothing.</param>
    public async Task<ImportOutcome> ImportAsync(
        PlanCycle cycle, string fileName, byte[] file, bool isPreview, string by, CancellationToken cancellationToken)
    {
        var name = NameOf(fileName);
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        var content = Read(cycle, name, file);
        if (content.Faults.Count > 0)
            return new ImportOutcome(name, digest, isPreview, 0, 0, content.Values, content.Faults);

        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);

            // Rows of one file may repeat each other, so what is added counts as known for those that follow.
            var known = (await context.TargetValues.AsNoTracking().Where(row => row.Cycle == cycle.Id).OrderBy(row => row.Id).ToListAsync(cancellationToken))
                .GroupBy(row => (row.Indicator, row.AsOf, row.Kind, row.Source))
                .ToDictionary(group => group.Key, group => group.Last().Value);
            var added = new List<ImportedValue>();
            foreach (var value in content.Values)
            {
                if (known.TryGetValue(value.Key, out var newest) && newest.Equals(value.Value))
                    continue;
                known[value.Key] = value.Value;
                added.Add(value);
            }

            var outcome = new ImportOutcome(name, digest, isPreview, added.Count, content.Values.Count - added.Count, content.Values, []);
            if (isPreview)
                return outcome;
            var import = new TargetImportRow
            {
                Id = Guid.CreateVersion7(time.Now).ToString("N"),
                Cycle = cycle.Id,
                FileName = name,
                Digest = digest,
                By = by,
                At = time.Now,
                Added = outcome.Added,
                Duplicates = outcome.Duplicates,
            };
            context.TargetImports.Add(import);
            context.TargetValues.AddRange(added.Select(value => Row(cycle, import, value)));
            await context.SaveChangesAsync(cancellationToken);
            Log.TargetsImported(logger, by, outcome.Added, cycle.Id, digest, outcome.Duplicates);
            return outcome;
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();

    private ImportContent Read(PlanCycle cycle, string name, byte[] file)
    {
        try
        {
            var table = Path.GetExtension(name).ToLowerInvariant() switch
            {
                ".xlsx" => ExcelTable.Read(file),
                ".csv" => CsvTable.Read(file),
                _ => throw new TableException(new ImportFault(0, "", TargetPhrases.UnknownKindOfFile)),
            };
            return new ImportReader(cycle, time.Today()).Read(table);
        }
        catch (TableException fault)
        {
            return new ImportContent([], [fault.Fault]);
        }
    }

    // Browsers of old send a whole path.
    private static string NameOf(string fileName)
    {
        var name = new string([.. fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))]);
        return name.Length <= LongestFileName ? name : name[^LongestFileName..];
    }

    private static TargetValueRow Row(PlanCycle cycle, TargetImportRow import, ImportedValue value) => new()
    {
        Cycle = cycle.Id,
        Indicator = value.Indicator,
        AsOf = value.AsOf,
        Value = value.Value,
        Kind = value.Kind,
        Source = value.Source,
        SourceDate = value.SourceDate,
        Note = value.Note,
        Import = import.Id,
        Line = value.Line,
    };
}

/// <summary>What became of a file, or would become of it.</summary>
internal sealed record ImportOutcome(
    string FileName,
    string Digest,
    bool IsPreview,
    int Added,
    int Duplicates,
    IReadOnlyList<ImportedValue> Values,
    IReadOnlyList<ImportFault> Faults);
