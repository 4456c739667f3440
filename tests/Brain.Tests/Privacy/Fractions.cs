using System.Numerics;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

/// <summary>
/// Rank over the rationals by fraction-free elimination (Bareiss): another method than the product's, and exact.
/// </summary>
internal static class Fractions
{
    public static int Rank(IReadOnlyList<int[]> rows, IReadOnlyList<int> columns)
    {
        var matrix = rows.Select(row => columns.Select(column => new BigInteger(row[column])).ToArray()).ToList();
        var rank = 0;
        var divisor = BigInteger.One;
        for (var column = 0; column < columns.Count && rank < matrix.Count; column++)
        {
            var pivot = matrix.FindIndex(rank, row => !row[column].IsZero);
            if (pivot < 0)
                continue;
            (matrix[rank], matrix[pivot]) = (matrix[pivot], matrix[rank]);
            for (var row = rank + 1; row < matrix.Count; row++)
            {
                for (var other = columns.Count - 1; other >= column; other--)
                    matrix[row][other] = ((matrix[row][other] * matrix[rank][column]) - (matrix[row][column] * matrix[rank][other])) / divisor;
            }

            divisor = matrix[rank][column];
            rank++;
        }

        return rank;
    }
}
